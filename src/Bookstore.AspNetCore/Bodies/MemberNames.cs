using System.Text;

namespace Bookstore.AspNetCore;

/// <summary>The members that a body's object knows, encoded once.</summary>
internal sealed class MemberNames
{
    private readonly byte[][] _utf8;

    public MemberNames(params string[] names)
    {
        Names = names;
        _utf8 = Array.ConvertAll(names, Encoding.UTF8.GetBytes);
    }

    public IReadOnlyList<string> Names { get; }

    public int Count => _utf8.Length;

    public ReadOnlySpan<byte> Utf8(int index) => _utf8[index];
}
