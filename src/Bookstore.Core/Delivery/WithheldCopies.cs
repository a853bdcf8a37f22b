using Bookstore.Storage;

namespace Bookstore;

/// <summary>Says how many copies of each line of a loaded order must not leave the house; <see langword="null"/> when all may. It reads documents of the order.</summary>
internal delegate int[]? WithheldCopies(WorkingSet records, Order order);
