using Shouldly;
using Xunit;

namespace Bookstore.Tests;

public sealed class IdempotencyKeyTests
{
    [Fact]
    public void Constructor_longest_values_are_kept()
    {
        var key = new IdempotencyKey(new string('c', 100), new string('~', 255));

        key.Client.Length.ShouldBe(100);
        key.Value.Length.ShouldBe(255);
        key.ShouldBe(new IdempotencyKey(new string('c', 100), new string('~', 255)));
        key.ShouldNotBe(new IdempotencyKey("other", key.Value));
    }

    [Theory]
    [InlineData("", "k")]
    [InlineData("c", "")]
    [InlineData("c", "a b")]
    [InlineData("c", "a\n")]
    [InlineData("c", "\u007f")]
    [InlineData("c", "\u00e9")]
    public void Constructor_not_allowed_throws(string client, string value) => Should.Throw<ArgumentException>(() => new IdempotencyKey(client, value));

    [Fact]
    public void Constructor_too_long_throws()
    {
        Should.Throw<ArgumentException>(() => new IdempotencyKey(new string('c', 101), "k")).ParamName.ShouldBe("client");
        Should.Throw<ArgumentException>(() => new IdempotencyKey("c", new string('k', 256))).ParamName.ShouldBe("value");
        Should.Throw<ArgumentNullException>(() => new IdempotencyKey(null!, "k"));
        Should.Throw<ArgumentNullException>(() => new IdempotencyKey("c", null!));
    }

    [Fact]
    public void IsValid_every_character_visible_ascii_only()
    {
        for (var character = '\0'; character < 0x200; character++)
        {
            IdempotencyKey.IsValid(character.ToString()).ShouldBe(character is >= '!' and <= '~');
        }

        IdempotencyKey.IsValid(null).ShouldBeFalse();
    }
}
