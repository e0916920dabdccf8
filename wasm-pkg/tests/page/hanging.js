// A worker that never answers.
for (;;);
