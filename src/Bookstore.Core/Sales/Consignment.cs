namespace Bookstore;

/// <summary>The copies of an order that a trigger is about.</summary>
/// <param name="DeliveryId">The delivery that carries them; <see langword="null"/> for none.</param>
/// <param name="Copies">The copies, by ascending ISBN; empty when they are all of the order.</param>
internal sealed record Consignment(Guid? DeliveryId, IReadOnlyList<LineCopies> Copies);

/// <summary>Copies of one line of an order.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">How many, at least 1.</param>
internal readonly record struct LineCopies(Isbn Isbn, int Quantity);
