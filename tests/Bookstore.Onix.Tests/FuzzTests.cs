using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests;

/// <summary>Messages with random damage: each is read to its end or ends with the one documented exception, and is read the same by the XML reader alone.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Seeds = ["reference-3.0.xml", "short-3.0.xml", "reference-2.1.xml", "short-2.1.xml", "early-2.1.xml"];
    private static readonly byte[][] Pieces =
    [
        .. new[] { "<Product>", "</Product>", "<!--", "-->", "<![CDATA[", "]]>", "&", ";", "<", ">", "\"", "'", "<?", "?>", "<!DOCTYPE", "[", "]", "</", "/>", "\0", "&#x10FFFF;", "&eacute;", "xmlns=", "</ONIXMessage>", "<Header>", "\r\n", "\r", "<p>", "</p>", "<br/>", "<!-- a -->", "<![CDATA[b]]>", "&amp;", "&#13;", "&#x9;", "&rsqb;", " a='1'", " a=\"2\"", "<Date dateformat='00'>", "<Price/>", "<b:c/>", "é", "\U0001F600", "\u00A0" }
            .Select(static piece => System.Text.Encoding.UTF8.GetBytes(piece)),
    ];

    [Fact]
    public Task Damaged_messages_end_with_the_documented_exception_alone_and_are_read_the_same() => FuzzAsync(static run => run < 600);

    [LongFact]
    public Task Damaged_messages_end_with_the_documented_exception_alone_for_an_hour()
    {
        var minutes = double.TryParse(Environment.GetEnvironmentVariable("BOOKSTORE_FUZZ_MINUTES"), System.Globalization.CultureInfo.InvariantCulture, out var given) ? given : 2;
        var end = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
        return FuzzAsync(run => run % 100 != 0 || TimeProvider.System.GetUtcNow() < end);
    }

    private static async Task FuzzAsync(Func<int, bool> continues)
    {
        var seeds = await Task.WhenAll(Seeds.Select(Reading.BytesAsync));
        seeds = [.. seeds, ContentTests.GZip(seeds[0]), ContentTests.Zip(("feed.xml", seeds[1]))];
        for (var run = 0; continues(run); run++)
        {
            var random = new Random(run);
            var message = Damage([.. seeds[run % seeds.Length]], random);
            try
            {
                var options = new OnixReaderOptions { MaxRecordLength = random.Next(2) == 0 ? 1_024 : 100_000, MaxDepth = 8, MaxTextLength = random.Next(2) == 0 ? 100 : 10_000 };
                var (records, end) = await Reading.TryReadAsync(message, options);
                var (sameRecords, sameEnd) = await Reading.TryReadAsync(message, options with { IsPlainRead = false });
                records.ShouldAllBe(static record => record.Product != null ^ record.Refusal != null);
                Reading.Json(records).ShouldBe(Reading.Json(sameRecords));
                end?.Message.ShouldBe(sameEnd?.Message);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Run {run} ended with {fault.GetType().Name}: {fault.Message}", fault);
            }
        }
    }

    private static byte[] Damage(List<byte> bytes, Random random)
    {
        for (var times = random.Next(1, 8); times > 0 && bytes.Count > 10; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 60), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(10) == 0 ? bytes.Count - at : 1);
                    break;
            }
        }

        return [.. bytes];
    }
}
