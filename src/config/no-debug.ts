/**
 * `DEBUG=agent-base`, behind a proxy, would make a library of LinkedIn's client print the header that carries a page's
 * token. Libraries read the variable when they are loaded, so a program imports this file before any other.
 */
delete process.env.DEBUG;
