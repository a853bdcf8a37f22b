using Bookstore.Storage;

namespace Bookstore;

/// <summary>An order as an operation left it.</summary>
/// <param name="Order">The order as it is now.</param>
/// <param name="IsChanged">Whether the operation changed it. What another host did to it is that host's to continue.</param>
internal readonly record struct OrderUpdate(OrderRecord Order, bool IsChanged);
