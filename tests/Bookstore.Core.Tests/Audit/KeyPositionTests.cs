using System.Buffers.Text;
using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Audit;

public sealed class KeyPositionTests
{
    [Theory]
    [InlineData("shop", "orders", "k")]
    [InlineData("a\nb", "stock:9780140449136", "k\n")]
    [InlineData("\n\n\n\n", "\n", "\n\n")]
    [InlineData("Müller 書店 📚", "orders", "~!{}:|")]
    public void Read_what_was_written_is_the_key_and_its_time(string client, string operation, string key)
    {
        var record = Record(new IdempotencyId(client, operation, key));

        var read = KeyPosition.Read(KeyPosition.Of(record));

        (read.Id, read.CreatedAt).ShouldBe((record.Id, record.CreatedAt));
    }

    [Fact]
    public void Of_parts_that_join_to_the_same_text_are_different() =>
        KeyPosition.Of(Record(new IdempotencyId("a\nb", "c", "d"))).ShouldNotBe(KeyPosition.Of(Record(new IdempotencyId("a", "b\nc", "d"))));

    [Fact]
    public void Read_anything_else_is_refused()
    {
        var bytes = Base64Url.DecodeFromChars(KeyPosition.Of(Record(new IdempotencyId("a", "b", "c"))));
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<InvalidCursorException>(() => KeyPosition.Read(Base64Url.EncodeToString(bytes.AsSpan(0, length))));
        }

        Should.Throw<InvalidCursorException>(() => KeyPosition.Read(Base64Url.EncodeToString([.. bytes, 0])));
        Should.Throw<InvalidCursorException>(() => KeyPosition.Read(Base64Url.EncodeToString([0xFF, .. bytes.AsSpan(1)])));
        Should.Throw<InvalidCursorException>(() => KeyPosition.Read("not base64url!"));
    }

    private static IdempotencyRecord Record(IdempotencyId id) => new()
    {
        Id = id,
        CreatedAt = new DateTimeOffset(2026, 11, 22, 10, 30, 0, TimeSpan.Zero),
        Fingerprint = Guid.Empty,
        ResourceId = Guid.Empty,
    };
}
