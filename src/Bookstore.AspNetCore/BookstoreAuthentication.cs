namespace Bookstore;

/// <summary>The names under which the API takes part in ASP.NET Core's authentication.</summary>
public static class BookstoreAuthentication
{
    /// <summary>
    /// The authentication scheme of the header <c>X-API-Key</c>. <c>AddBookstoreApi</c> adds it to an application that has authentication; it never becomes the default scheme by itself.
    /// </summary>
    public const string ApiKeyScheme = "Bookstore.ApiKey";

    /// <summary>The type of the claim with the client's name, in an identity of <see cref="ApiKeyScheme"/>. It is the identity's name as well.</summary>
    public const string ClientClaim = "bookstore:client";

    /// <summary>The type of the claims with the client's roles, in an identity of <see cref="ApiKeyScheme"/>: one claim for each of its <see cref="BookstoreRoles"/>.</summary>
    public const string RoleClaim = "bookstore:role";
}
