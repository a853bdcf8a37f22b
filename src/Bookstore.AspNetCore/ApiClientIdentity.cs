namespace Bookstore;

/// <summary>Who sends a request, and what it may do: the result of <see cref="BookstoreAuthenticationOptions.MapClient"/>.</summary>
/// <param name="Name">The client's name: the scope of its idempotency keys and of its limits. Not empty; longer than 100 characters, or with control characters, its hash takes its place.</param>
/// <param name="Roles">Its roles: values of <see cref="BookstoreRoles"/>, or <see cref="BookstoreRoles.Wildcard"/> for all. Other values are ignored.</param>
public sealed record ApiClientIdentity(string Name, IReadOnlyCollection<string> Roles);
