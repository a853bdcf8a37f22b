using System.Globalization;

namespace Bookstore;

/// <summary>Copies of one book in a return.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies that were announced: 1 to 10,000.</param>
/// <param name="Reason">Why, in the customer's words: 1 to 200 characters; <see langword="null"/> for none.</param>
public sealed record ReturnLine(Isbn Isbn, int Quantity, string? Reason = null)
{
    /// <summary>The copies that came; <see langword="null"/> until the return is received.</summary>
    public int? Received { get; init; }

    /// <summary>How many of those that came can be sold again; the others were written off. <see langword="null"/> until the return is received.</summary>
    public int? Sellable { get; init; }

    /// <summary>How many of the copies of a withdrawal had not arrived when it was opened; zero for other returns.</summary>
    internal int NotArrived { get; init; }

    /// <summary>How many copies of the order's line were cancelled or lost by then.</summary>
    internal int GoneBefore { get; init; }

    /// <summary>A text for logs, without anything that the customer or the shop wrote.</summary>
    /// <returns>The book and the copies.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ReturnLine {{ Isbn = {Isbn}, Quantity = {Quantity} }}");
}
