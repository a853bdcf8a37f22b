using System.IO.Compression;
using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests;

/// <summary>What a file is packed with and its encoding, found by its content.</summary>
public sealed class ContentTests
{
    private const string Accents = "Žluťoučký kůň – “äöü”";
    private const string Western = "Été à la façade";

    [Fact]
    public async Task A_file_is_read_plain_in_gzip_and_in_a_zip()
    {
        var plain = await Reading.BytesAsync("reference-3.0.xml");

        (await Reading.ReadAsync(plain)).Count.ShouldBe(2);
        (await Reading.ReadAsync(GZip(plain))).Count.ShouldBe(2);
        (await Reading.ReadAsync(Zip(("readme.txt", [1, 2]), ("feed/feed.xml", plain)))).Count.ShouldBe(2);
        (await Reading.ReadAsync(Zip(("feed", plain)))).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_and_gives_one_byte_at_a_time_is_read_the_same()
    {
        var plain = await Reading.BytesAsync("reference-3.0.xml");

        foreach (var packed in new[] { plain, GZip(plain), Zip(("feed.xml", plain)) })
        {
            await using var stream = new DrippingStream(packed);
            (await Reading.ReadAsync(stream)).Select(static record => record.RecordReference).ShouldBe(["com.aldine.0001", "com.aldine.0002"]);
        }
    }

    [Fact]
    public async Task The_stream_is_left_open_and_as_it_was()
    {
        var bytes = GZip(await Reading.BytesAsync("reference-3.0.xml"));
        var copy = bytes.ToArray();
        using var stream = new MemoryStream(bytes);

        await Reading.ReadAsync(stream);

        stream.CanRead.ShouldBeTrue();
        bytes.ShouldBe(copy);
    }

    [Fact]
    public async Task A_zip_must_have_one_feed()
    {
        var plain = await Reading.BytesAsync("reference-3.0.xml");

        var two = await Should.ThrowAsync<OnixException>(() => Reading.ReadAsync(Zip(("a.xml", plain), ("b.xml", plain))));
        two.Message.ShouldBe("Line 1: The zip has 2 files that could be the feed, and must have one. Unpack it and read each.");
        (await Should.ThrowAsync<OnixException>(() => Reading.ReadAsync(Zip()))).Message.ShouldContain("has 0 files");
    }

    [Fact]
    public async Task A_file_that_is_packed_twice_is_told()
    {
        var plain = await Reading.BytesAsync("reference-3.0.xml");

        foreach (var packed in new[] { GZip(GZip(plain)), GZip(Zip(("feed.xml", plain))), Zip(("feed.xml.gz", GZip(plain))), Zip(("feed.zip", Zip(("feed.xml", plain)))) })
        {
            (await Reading.TryReadAsync(packed)).Fault.ShouldNotBeNull().Message.ShouldBe("Line 1: The file is packed more than once. Unpack it once, and read what is in it.");
        }
    }

    [Fact]
    public async Task A_zip_of_many_files_is_refused_before_their_list_is_kept()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var number = 0; number < 30_000; number++)
            {
                zip.CreateEntry($"{number:D6}", CompressionLevel.NoCompression);
            }
        }

        (await Reading.TryReadAsync(packed.ToArray())).Fault.ShouldNotBeNull().Message.ShouldContain("has a list of files of more than");
    }

    [Fact]
    public async Task A_zip_bomb_is_ended()
    {
        var bomb = Zip(("feed.xml", Encoding.UTF8.GetBytes("<ONIXMessage>" + new string(' ', 4_000_000))));

        (await Reading.TryReadAsync(bomb, new OnixReaderOptions { MaxBytes = 1_000_000 })).Fault.ShouldNotBeNull().Message.ShouldContain("unpacks to more than 1000000 bytes");
        (await Reading.TryReadAsync(bomb, new OnixReaderOptions { MaxBytes = 1_000 })).Fault.ShouldNotBeNull().Message.ShouldContain("The zip is longer than 1000 bytes");
    }

    [Fact]
    public async Task A_damaged_pack_ends_the_file_and_keeps_what_was_before()
    {
        using var feed = new GeneratedFeed(400);
        using var all = new MemoryStream();
        feed.CopyTo(all);
        var packed = GZip(all.ToArray());

        var (records, fault) = await Reading.TryReadAsync(packed[..(packed.Length / 2)]);

        fault.ShouldNotBeNull().Line.ShouldBeGreaterThan(100);
        records.Count.ShouldBeGreaterThan(10);
        records.ShouldAllBe(static record => record.Product != null);
        (await Reading.TryReadAsync(GZip(all.ToArray())[..20])).Fault.ShouldNotBeNull();
        (await Reading.TryReadAsync([.. "PK\u0003\u0004"u8, .. new byte[40]])).Fault.ShouldNotBeNull().Message.ShouldContain("damaged");
    }

    [Fact]
    public async Task A_file_that_unpacks_to_more_than_the_limit_is_ended()
    {
        var bomb = GZip(Encoding.UTF8.GetBytes("<ONIXMessage>" + new string(' ', 4_000_000)));

        var (_, fault) = await Reading.TryReadAsync(bomb, new OnixReaderOptions { MaxBytes = 1_000_000 });

        fault.ShouldNotBeNull().Message.ShouldContain("unpacks to more than 1000000 bytes");
    }

    [Theory]
    [InlineData("utf-8", Accents)]
    [InlineData("utf-16", Accents)]
    [InlineData("utf-16BE", Accents)]
    [InlineData("iso-8859-1", Western)]
    [InlineData("ISO-8859-2", "Žluťoučký kůň")]
    [InlineData("windows-1252", "Été – “façade” €")]
    [InlineData("Windows-1250", Accents)]
    public async Task The_declared_encoding_is_used(string name, string title)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var xml = $"<?xml version='1.0' encoding='{name}' standalone=\"yes\"?>\n{Reading.Message(Reading.Product("r1", title))}";

        TitleOf(await Reading.ReadAsync(encoding.GetBytes(xml))).ShouldBe(title);
        TitleOf(await Reading.ReadAsync([.. encoding.GetPreamble(), .. encoding.GetBytes(xml)])).ShouldBe(title);
    }

    [Fact]
    public async Task Without_a_declaration_a_file_is_utf_8()
    {
        TitleOf(await Reading.ReadAsync(Reading.Message(Reading.Product("r1", Accents)))).ShouldBe(Accents);
        TitleOf(await Reading.ReadAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("\n" + Reading.Message(Reading.Product("r1", Accents)))])).ShouldBe(Accents);
    }

    [Fact]
    public async Task An_encoding_that_is_not_known_is_named()
    {
        var fault = await Should.ThrowAsync<OnixException>(() => Reading.ReadAsync("<?xml version=\"1.0\" encoding=\"klingon\"?><ONIXMessage/>"));

        fault.Message.ShouldContain("'klingon'");
    }

    [Fact]
    public async Task Bytes_that_are_not_of_the_encoding_refuse_their_record_alone()
    {
        var xml = Reading.Message(Reading.Product("r1"), Reading.Product("r2", Western), Reading.Product("r3"));

        var records = await Reading.ReadAsync(Encoding.Latin1.GetBytes(xml));

        records.Select(static record => (record.RecordReference, record.Refusal?.Code, record.Line)).ShouldBe([("r1", null, 2), ("r2", OnixRefusalCode.WrongEncoding, 3), ("r3", null, 4)]);
        TitleOf([(await Reading.ReadAsync(Encoding.Latin1.GetBytes(xml), new OnixReaderOptions { Encoding = Encoding.Latin1 }))[1]]).ShouldBe(Western);
    }

    private static string? TitleOf(List<OnixRecord> records) => records.ShouldHaveSingleItem().Product.ShouldNotBeNull().Title?.Text;

    internal static byte[] GZip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    internal static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }
}
