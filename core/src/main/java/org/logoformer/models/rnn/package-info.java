/**
 * Convolutions on single frames and recurrence over them. Begin with {@link
 * org.logoformer.models.rnn.ResNet18LstmKind}.
 */
package org.logoformer.models.rnn;
