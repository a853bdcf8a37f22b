namespace Bookstore.AspNetCore;

/// <summary>What is read from the options once, when the API is mapped.</summary>
internal sealed record ApiSettings(string DefaultCurrency, int MaxBodySize);
