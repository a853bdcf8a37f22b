namespace Bookstore;

/// <summary>How large a book is, in millimetres. Each is 0 to 100,000, where known.</summary>
/// <param name="Height">The height.</param>
/// <param name="Width">The width.</param>
/// <param name="Thickness">The thickness.</param>
public sealed record BookDimensions(decimal? Height, decimal? Width, decimal? Thickness)
{
    /// <summary>The highest value, in millimetres: 100,000.</summary>
    public const int MaxMillimetres = 100_000;
}
