/**
 * Files of PyTorch's {@code torch.save}: {@code .pth}, {@code .pth.tar}, {@code .pt}, as archives
 * (since PyTorch 1.6) and as the stream of before. Begin with {@link
 * org.logoformer.checkpoint.torch.TorchFile}.
 *
 * <p>Contract: such a file is a program for Python's pickle machine, and comes from strangers. The
 * machine here knows numbers, texts, containers and the functions that rebuild a tensor, and calls
 * nothing else: whatever is not among them is refused by its name. Nothing is allocated that the
 * file does not hold. A file that is cut off, damaged or hostile ends in one {@link
 * org.logoformer.error.DataException}.
 */
package org.logoformer.checkpoint.torch;
