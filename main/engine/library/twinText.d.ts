/** A text of the language as it stands in its file; the bundler puts it into the program. */
declare module "*.twin?raw" {
  const text: string;
  export default text;
}
