namespace Bookstore.Samples;

/// <summary>Makes up prices, since the file has none: each book costs the same in every run with the same options.</summary>
internal sealed class PriceList(Money lowest, Money highest, int seed)
{
    /// <summary>The currency of all prices.</summary>
    public const string Currency = "USD";

    public Money Lowest => lowest;

    public Money Highest => highest;

    /// <summary>A price between the lowest and the highest, in whole minor units.</summary>
    /// <param name="isbn">The book.</param>
    /// <returns>Its price.</returns>
    public Money PriceOf(Isbn isbn)
    {
        var steps = (ulong)(highest.MinorUnits - lowest.MinorUnits) + 1;
        return Money.FromMinorUnits(lowest.MinorUnits + (long)(Mix((ulong)isbn.ToInt64() + ((ulong)(uint)seed << 44)) % steps), Currency);
    }

    // The finalizer of SplitMix64: neighbouring ISBNs get prices that have nothing to do with each other.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
