using System.Text;
using System.Text.Json;

namespace Bookstore.Onix.Tests;

/// <summary>Reads messages in tests.</summary>
internal static class Reading
{
    public static string PathOf(string feed) => Path.Combine(AppContext.BaseDirectory, "Feeds", feed);

    public static Task<byte[]> BytesAsync(string feed) => File.ReadAllBytesAsync(PathOf(feed));

    public static Task<List<OnixRecord>> ReadAsync(string xml, OnixReaderOptions? options = null) => ReadAsync(Encoding.UTF8.GetBytes(xml), options);

    public static async Task<List<OnixRecord>> ReadAsync(byte[] bytes, OnixReaderOptions? options = null)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return await ReadAsync(stream, options);
    }

    public static async Task<List<OnixRecord>> ReadAsync(Stream stream, OnixReaderOptions? options = null)
    {
        var records = new List<OnixRecord>();
        await foreach (var record in OnixReader.ReadAsync(stream, options))
        {
            records.Add(record);
        }

        return records;
    }

    /// <summary>Reads to the end or to the fault that ends the file.</summary>
    public static async Task<(List<OnixRecord> Records, OnixException? Fault)> TryReadAsync(byte[] bytes, OnixReaderOptions? options = null)
    {
        var records = new List<OnixRecord>();
        try
        {
            await foreach (var record in OnixReader.ReadAsync(new MemoryStream(bytes, writable: false), options))
            {
                records.Add(record);
            }

            return (records, null);
        }
        catch (OnixException fault)
        {
            return (records, fault);
        }
    }

    public static Task<(List<OnixRecord> Records, OnixException? Fault)> TryReadAsync(string xml, OnixReaderOptions? options = null) => TryReadAsync(Encoding.UTF8.GetBytes(xml), options);

    /// <summary>What records say.</summary>
    public static string Json(IEnumerable<OnixRecord> records) => JsonSerializer.Serialize(records, JsonSerializerOptions.Default);

    /// <summary>A message of 3.0 with these records.</summary>
    public static string Message(params IEnumerable<string> records) => $"<ONIXMessage release=\"3.0\">\n{string.Join('\n', records)}\n</ONIXMessage>";

    public static string Product(string reference, string title = "A title") =>
        $"<Product><RecordReference>{reference}</RecordReference><DescriptiveDetail><TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel><TitleText>{title}</TitleText></TitleElement></TitleDetail></DescriptiveDetail></Product>";
}
