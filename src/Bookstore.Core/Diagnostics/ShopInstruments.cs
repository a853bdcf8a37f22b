namespace Bookstore.Diagnostics;

/// <summary>Finds the instruments of a shop by its options, which every part of it has.</summary>
internal static class ShopInstruments
{
    /// <summary>The shop's instruments, made when they are first needed.</summary>
    public static BookstoreMetrics Metrics(this WritePathOptions options) => options.Instruments(static (meters, shop) => new BookstoreMetrics(meters, shop));
}
