namespace Bookstore.Onix;

/// <summary>An identifier.</summary>
/// <param name="Type">Its type: a code of list 5 for products, of list 44 for names.</param>
/// <param name="Value">Its value.</param>
/// <param name="TypeName">The name of a type of the sender's own.</param>
public sealed record OnixIdentifier(string Type, string Value, string? TypeName = null);
