/** How far a long command is, shown to people at a terminal and to nobody else. */
package org.logoformer.progress;
