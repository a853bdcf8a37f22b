namespace Bookstore.Identity;

/// <summary>Whom the server knows, and for how long a token holds: the section <c>Identity</c> of the configuration.</summary>
internal sealed class IdentityOptions
{
    public const string SectionName = "Identity";

    /// <summary>The clients, by name. The name is the client's name at the shop as well.</summary>
    public Dictionary<string, IdentityClient> Clients { get; } = new(StringComparer.Ordinal);

    /// <summary>How long a token holds. 1 minute to 1 day.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(30);
}

/// <summary>A program that gets tokens.</summary>
internal sealed class IdentityClient
{
    /// <summary>The SHA-256 of its secret, 64 hexadecimal digits.</summary>
    public string SecretHash { get; set; } = string.Empty;

    /// <summary>The roles of the shop that it may ask for, or <c>*</c>.</summary>
    public List<string> Scopes { get; } = [];

    /// <summary>The API that its tokens are for.</summary>
    public string Audience { get; set; } = "bookstore";
}
