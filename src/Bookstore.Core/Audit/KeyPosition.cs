using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The position of an idempotency key in the list of keys, as a text.</summary>
internal static class KeyPosition
{
    public static string Of(IdempotencyRecord key)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{key.CreatedAt.UtcTicks}\n{key.Id.Client}\n{key.Id.Operation}\n{key.Id.Key}");
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A record with the key's place in the list; its other members say nothing.</summary>
    /// <exception cref="InvalidCursorException">The text is no position.</exception>
    public static IdempotencyRecord Read(string position)
    {
        var parts = Base64Url.IsValid(position) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(position)).Split('\n') : [];
        return parts.Length == 4 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new IdempotencyRecord
            {
                Id = new IdempotencyId(parts[1], parts[2], parts[3]),
                CreatedAt = new DateTimeOffset(ticks, TimeSpan.Zero),
                Fingerprint = Guid.Empty,
                ResourceId = Guid.Empty,
            }
            : throw new InvalidCursorException();
    }
}
