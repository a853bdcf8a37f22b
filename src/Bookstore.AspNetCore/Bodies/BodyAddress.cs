namespace Bookstore.AspNetCore;

/// <summary>What the request's address and the server's settings say of a body.</summary>
/// <param name="DefaultCurrency">The currency of an amount whose body names none; <see langword="null"/> where it is that of the book, which the handler knows.</param>
/// <param name="Book">The book that the address names; <see langword="null"/> when it names none.</param>
internal readonly record struct BodyAddress(string? DefaultCurrency, Isbn? Book)
{
    /// <summary>Whether an ISBN of the body is that of the address. Where the address names no book, the handler refuses the request.</summary>
    public bool Names(string? isbn) => Book is null || (Isbn.TryParseArticle(isbn, out var other) && other == Book);
}
