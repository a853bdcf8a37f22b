namespace Bookstore.Onix.Reading;

/// <summary>Finds the reference of a record that cannot be parsed.</summary>
internal static class LostReference
{
    private const int MaxLength = 100;
    private static readonly string[] Tags = ["RecordReference>", "a001>"];

    public static string? Find(ReadOnlySpan<char> record)
    {
        foreach (var tag in Tags)
        {
            var at = record.IndexOf(tag, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            var text = record[(at + tag.Length)..];
            var end = text[..Math.Min(text.Length, MaxLength + 1)].IndexOf('<');
            return end <= 0 ? null : text[..end].Trim().ToString();
        }

        return null;
    }
}
