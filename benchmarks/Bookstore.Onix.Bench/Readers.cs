using System.Xml;

namespace Bookstore.Onix.Bench;

/// <summary>The ways to read a message. Each returns how many products it saw.</summary>
internal static class Readers
{
    /// <summary>Every node of the file, and nothing done with it: what a reader on <see cref="XmlReader"/> cannot be faster than.</summary>
    public static Task<long> WalkAsync(Stream file)
    {
        var products = 0L;
        using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Product" })
            {
                products++;
            }
        }

        return Task.FromResult(products);
    }

    public static async Task<long> ReadAsync(Stream file)
    {
        var products = 0L;
        await foreach (var record in OnixReader.ReadAsync(file))
        {
            products += record.Product is null ? 0 : 1;
        }

        return products;
    }
}
