// The definition file that node-record-lpcm16 loads by its absolute path: it hands back the launch that
// microphone.node.ts took from the table in recorders.ts. Stays a file of its own beside the bundle, because
// the library looks it up at run time.
module.exports = (options) => options.launch;
