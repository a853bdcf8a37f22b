using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Bookstore.AspNetCore;

/// <summary>The place of a reader in a body. It becomes a JSON pointer (RFC 6901) only where there is something to report.</summary>
internal struct BodyPath
{
    // A contract is nested less deeply.
    private const int MaxSegments = 16;

    private Segments _segments;
    private int _count;

    public readonly string Pointer
    {
        get
        {
            if (_count == 0)
            {
                return string.Empty;
            }

            var pointer = new StringBuilder();
            foreach (var segment in ((ReadOnlySpan<Segment>)_segments)[.._count])
            {
                _ = segment.Member is null ? pointer.Append(CultureInfo.InvariantCulture, $"/{segment.Index}") : pointer.Append('/').Append(segment.Member);
            }

            return pointer.ToString();
        }
    }

    public void Enter(string member) => _segments[_count++] = new Segment(member, 0);

    public void Enter(int index) => _segments[_count++] = new Segment(null, index);

    public void Leave() => _count--;

    private readonly record struct Segment(string? Member, int Index);

    [InlineArray(MaxSegments)]
    private struct Segments
    {
        [SuppressMessage("Roslynator", "RCS1213", Justification = "The runtime repeats the field.")]
        private Segment _first;
    }
}
