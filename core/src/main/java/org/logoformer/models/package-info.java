/**
 * The networks that can be trained, by name. {@link org.logoformer.models.Models} is what the rest
 * of the system calls; nobody else knows which networks there are.
 */
package org.logoformer.models;
