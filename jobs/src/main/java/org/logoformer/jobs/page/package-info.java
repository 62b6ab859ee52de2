/**
 * Pages: one self-contained HTML file each, light and dark, for desktops and phones, with every
 * picture as SVG and PNG and every table as CSV and LaTeX beside it. They know nothing of runs.
 * Begin with {@link org.logoformer.jobs.page.Sheet}.
 */
package org.logoformer.jobs.page;
