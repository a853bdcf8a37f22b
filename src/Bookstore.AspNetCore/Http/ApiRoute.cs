namespace Bookstore.AspNetCore;

/// <summary>What a route of the API demands of a request. Metadata of the route.</summary>
/// <param name="Access">Finds the client of a request, and writes refusals.</param>
/// <param name="Settings">The settings of the API that the route belongs to.</param>
/// <param name="Role">The role that the client needs.</param>
/// <param name="InvalidCode">The code of the problem when the request is not valid.</param>
internal sealed record ApiRoute(ApiAccess Access, ApiSettings Settings, ApiRole Role, string InvalidCode)
{
    /// <summary>Whether its requests change something: then their client is the actor. Default <see langword="false"/>.</summary>
    public bool IsWrite { get; init; }

    /// <summary>Whether its handler asks for the client, for a limit of its own, as lists do, or to note who placed an order. Default <see langword="false"/>.</summary>
    public bool NeedsClient { get; init; }

    /// <summary>Whether it refuses what no other route takes: a method, or an address. Default <see langword="false"/>.</summary>
    public bool IsRefusal { get; init; }
}
