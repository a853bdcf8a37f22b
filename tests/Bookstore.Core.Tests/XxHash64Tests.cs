using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class XxHash64Tests
{
    // The first column of values is published with the algorithm.
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999UL, 0xD5AFBA1336A3BE4BUL)]
    [InlineData("a", 0xD24EC4F1A98C6E5BUL, 0xDEC2BC81C3CD46C6UL)]
    [InlineData("abc", 0x44BC2CF5AD770999UL, 0xBEA9CA8199328908UL)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x0B242D361FDA71BCUL, 0xDF5091B6DAD2C6DBUL)]
    public void Hash_is_that_of_the_published_algorithm(string text, ulong withoutSeed, ulong withSeed)
    {
        var data = Encoding.UTF8.GetBytes(text);

        XxHash64.Hash(data, 0).ShouldBe(withoutSeed);
        XxHash64.Hash(data, 1).ShouldBe(withSeed);
    }

    [Fact]
    public void Hash_of_every_length_differs_with_each_byte()
    {
        var seen = new HashSet<ulong>();
        for (var length = 0; length <= 100; length++)
        {
            var data = new byte[length];
            seen.Add(XxHash64.Hash(data, 0)).ShouldBeTrue();
            for (var at = 0; at < length; at++)
            {
                data[at] = 1;
                seen.Add(XxHash64.Hash(data, 0)).ShouldBeTrue($"{length}, {at}");
                data[at] = 0;
            }
        }
    }
}
