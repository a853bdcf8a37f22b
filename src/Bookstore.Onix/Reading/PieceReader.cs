namespace Bookstore.Onix.Reading;

/// <summary>Reads the characters of one piece, then of the next.</summary>
internal sealed class PieceReader : TextReader
{
    private char[] _text = new char[16 * 1024];
    private int _at;
    private int _length;

    /// <summary>Begins with a piece, with the entities of the old DTD in it replaced.</summary>
    public void Begin(ReadOnlySpan<char> piece)
    {
        if (_text.Length < piece.Length)
        {
            _text = new char[Math.Max(piece.Length, _text.Length * 2)];
        }

        _length = NamedEntities.Replace(piece, _text);
        _at = 0;
    }

    public override int Peek() => _at < _length ? _text[_at] : -1;

    public override int Read() => _at < _length ? _text[_at++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var length = Math.Min(buffer.Length, _length - _at);
        _text.AsSpan(_at, length).CopyTo(buffer);
        _at += length;
        return length;
    }
}
