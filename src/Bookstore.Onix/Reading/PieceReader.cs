namespace Bookstore.Onix.Reading;

/// <summary>Reads the characters of one piece, then of the next.</summary>
internal sealed class PieceReader : TextReader
{
    private const int FirstLength = 16 * 1024;

    private char[] _replaced = [];
    private ReadOnlyMemory<char> _text;
    private int _at;

    /// <summary>Begins with a piece, with the entities of the old DTD in it replaced. It must not change before it is read.</summary>
    public void Begin(ReadOnlyMemory<char> piece)
    {
        (_text, _at) = (piece, 0);
        if (!piece.Span.Contains('&'))
        {
            return;
        }

        if (_replaced.Length < piece.Length)
        {
            _replaced = new char[Math.Max(piece.Length, FirstLength)];
        }

        _text = _replaced.AsMemory(0, NamedEntities.Replace(piece.Span, _replaced));
    }

    public override int Peek() => _at < _text.Length ? _text.Span[_at] : -1;

    public override int Read() => _at < _text.Length ? _text.Span[_at++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var length = Math.Min(buffer.Length, _text.Length - _at);
        _text.Span.Slice(_at, length).CopyTo(buffer);
        _at += length;
        return length;
    }
}
