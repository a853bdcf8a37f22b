namespace Bookstore.Onix.Reading;

/// <summary>Makes strings of texts, and gives a short one that it made before again: most texts of a message are codes, and are the same in each record.</summary>
internal sealed class TextPool
{
    private const int MaxLength = 24;
    private const int Places = 1_024;

    private readonly string?[] _texts = new string?[Places];

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength)
        {
            return text.ToString();
        }

        ref var place = ref _texts[TextHash.Of(text) & (Places - 1)];
        return place is not null && text.SequenceEqual(place) ? place : place = text.ToString();
    }
}
