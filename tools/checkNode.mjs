/** First thing of every command: this Node can run the product, or says which one can. Plain enough for any Node. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Twinbench needs Node 20.19 or newer; this is ${process.versions.node}. Install a current one from https://nodejs.org and try again.`);
  process.exit(2);
}
