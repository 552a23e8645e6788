/** Styles that a page brings along. */
declare module '*.css';
