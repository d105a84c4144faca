/** Does not compile unless the type is `true`. */
export type Expect<Truth extends true> = Truth;

/** Whether two types are the same, unions included. */
export type Equal<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false;
