using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FlashFlow.Console.Access;

/// <summary>
/// Who has signed in, kept here: a cookie holds nothing but the number of a session, so a key never leaves this process, and signing out ends
/// the session wherever its cookie was copied to, also for pages that are still open. Sessions end with the process.
/// </summary>
public sealed class SessionStore(TimeProvider time) : ITicketStore
{
    private readonly ConcurrentDictionary<string, AuthenticationTicket> sessions = new();

    /// <summary>Whether who looks at an open page is still signed in.</summary>
    public bool Has(ClaimsPrincipal user) =>
        user.FindSession() is { } session && sessions.Values.Any(ticket => ticket.Principal.FindSession() == session);

    /// <inheritdoc/>
    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        foreach (var (old, _) in sessions.Where(session => session.Value.Properties.ExpiresUtc < time.GetUtcNow()))
            sessions.TryRemove(old, out _);
        var number = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        sessions[number] = ticket;
        return Task.FromResult(number);
    }

    /// <inheritdoc/>
    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        // Only one that has not been ended meanwhile.
        if (sessions.TryGetValue(key, out var earlier))
            sessions.TryUpdate(key, ticket, earlier);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(sessions.GetValueOrDefault(key));

    /// <inheritdoc/>
    public Task RemoveAsync(string key)
    {
        sessions.TryRemove(key, out _);
        return Task.CompletedTask;
    }
}
