namespace Bookstore.Onix.Bench;

/// <summary>Writes a generated message of about a size.</summary>
internal static class FeedFile
{
    private const long BytesPerMegabyte = 1_000_000;
    private const int SampleProducts = 1_000;

    public static void Make(string path, long megabytes)
    {
        using var sample = new MemoryStream();
        using (var some = new GeneratedFeed(SampleProducts))
        {
            some.CopyTo(sample);
        }

        using var feed = new GeneratedFeed(megabytes * BytesPerMegabyte * SampleProducts / sample.Length);
        using var file = File.Create(path);
        feed.CopyTo(file);
    }
}
