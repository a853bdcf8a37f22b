namespace Bookstore.AspNetCore;

/// <summary>Metadata of the API's own routes: who answers when the application's authorization refuses a request.</summary>
internal sealed record RouteAccess(ApiAccess Access, ApiRole Role);
