namespace Bookstore.Onix.Reading;

/// <summary>The comment, CDATA section or instruction that the splitter is in. Remembers where an end was looked for and not found, so that many that are never closed do not take the square of their time.</summary>
internal sealed class OpenSection
{
    private static readonly (string Begin, string End)[] Kinds = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

    // For each kind the part of the file, in characters from its beginning, in which no section ends.
    private readonly (long From, long To)[] _endless = new (long From, long To)[Kinds.Length];
    private int _kind = -1;

    public bool IsOpen => _kind >= 0;

    /// <summary>Opens the section that a text begins with, and moves behind its beginning.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryOpen(ReadOnlySpan<char> rest, FeedText text, ref int at)
    {
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            if (rest.StartsWith(Kinds[kind].Begin, StringComparison.Ordinal))
            {
                at += Kinds[kind].Begin.Length;
                var (position, endless) = (text.Position + at, _endless[kind]);
                if (position < endless.From || position > endless.To)
                {
                    _endless[kind] = (position, position);
                }

                _kind = kind;
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves behind the end of the section, or to the end of the window where it is not in it.</summary>
    /// <returns>Whether it was found.</returns>
    public bool TryClose(FeedText text, ref int at)
    {
        var end = Kinds[_kind].End;
        ref var endless = ref _endless[_kind];
        at = (int)Math.Max(at, endless.To - text.Position);
        var found = text.Window[at..].IndexOf(end, StringComparison.Ordinal);
        if (found < 0)
        {
            at = Math.Max(at, text.Window.Length - end.Length + 1);
            endless.To = text.Position + at;
            return false;
        }

        at += found + end.Length;
        _kind = -1;
        return true;
    }

    /// <summary>Takes the section for text.</summary>
    public void Leave() => _kind = -1;
}
