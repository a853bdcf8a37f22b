namespace Bookstore.Sqlite;

/// <summary>A book's stock as the table keeps it.</summary>
/// <param name="Level">The level; <see langword="null"/> when the book has movements only.</param>
/// <param name="Head">The book's newest movement.</param>
internal sealed record StockRow(StockLevel? Level, long? Head);
