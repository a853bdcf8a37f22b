using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Handles a request, or returns the problem to write.</summary>
internal delegate ValueTask<ApiProblem?> ApiHandler(HttpContext context, ApiClient client);
