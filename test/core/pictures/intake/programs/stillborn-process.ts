import process from 'node:process';

// Ends before it has said that it is there.
process.exit(1);
