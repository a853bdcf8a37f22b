namespace Bookstore.Testing.Stores;

/// <summary>What a host does to a catalogue in the background.</summary>
internal static class Catalogue
{
    /// <summary>Writes search words of older rules again.</summary>
    /// <param name="store">The store; its owner disposes it.</param>
    /// <returns>Of how many books.</returns>
    public static async Task<long> IndexAsync(IBookstoreStore store)
    {
        await using var shop = new ModelShop(store);
        return (await shop.Maintenance.RunOnceAsync()).BooksIndexed;
    }
}
