// The part of libsrtp 3's interface that the worker calls, on top of libsrtp 2, which is what distributions package.
//
// libsrtp 2 works in place with an int length; libsrtp 3 has separate buffers and a capacity that comes in through the
// out length. libsrtp 2's policy is an open struct; libsrtp 3's is opaque and built by calls. Calls that exist in both
// under one name with other parameters become C++ overloads of the C functions.
#pragma once

// The worker declares `srtp_policy_t policy{ nullptr }`: the name must mean a handle here, so the struct steps aside.
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// Codes that libsrtp 2 does not have; both fit into the range of its enumeration (0 to 31).
constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
constexpr srtp_err_status_t srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

namespace srtp_bridge
{
	struct Policy
	{
		srtp2_policy_t inner;
		// Master key followed by master salt, as libsrtp 2 wants them.
		std::uint8_t key[SRTP_MAX_KEY_LEN];
	};

	// Copies the packet where it is to be changed (libsrtp 2 changes it in place).
	inline bool place(const std::uint8_t* in, std::size_t inLen, std::uint8_t* out, std::size_t capacity)
	{
		if (inLen > capacity || inLen > 65535)
		{
			return false;
		}

		if (in != out)
		{
			std::memmove(out, in, inLen);
		}

		return true;
	}

	using InPlace = srtp_err_status_t (*)(srtp_t, void*, int*);

	inline srtp_err_status_t apply(
	  InPlace change,
	  srtp_t session,
	  const std::uint8_t* in,
	  std::size_t inLen,
	  std::uint8_t* out,
	  std::size_t* outLen,
	  std::size_t growth)
	{
		// Refused before anything is written: libsrtp 2 appends its trailer without knowing the size of the buffer.
		if (*outLen < inLen + growth || !place(in, inLen, out, *outLen))
		{
			return srtp_err_status_buffer_small;
		}

		int length = static_cast<int>(inLen);

		const srtp_err_status_t status = change(session, out, &length);

		if (status == srtp_err_status_ok)
		{
			*outLen = static_cast<std::size_t>(length);
		}

		return status;
	}

	// Octets that a protected packet may gain; RTCP has its index word on top.
	constexpr std::size_t RtpGrowth  = SRTP_MAX_TRAILER_LEN;
	constexpr std::size_t RtcpGrowth = SRTP_MAX_TRAILER_LEN + 4;
} // namespace srtp_bridge

using srtp_policy_t = srtp_bridge::Policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy = new (std::nothrow) srtp_bridge::Policy{};

	if (*policy == nullptr)
	{
		return srtp_err_status_alloc_fail;
	}

	(*policy)->inner.key = (*policy)->key;

	return srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	if (policy != nullptr)
	{
		// The session has its own copy: the key must not stay behind in freed memory.
		volatile std::uint8_t* octet = policy->key;

		for (std::size_t i = 0; i < sizeof(policy->key); ++i)
		{
			octet[i] = 0;
		}
	}

	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->inner.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const srtp_err_status_t status =
	  srtp_crypto_policy_set_from_profile_for_rtp(&policy->inner.rtp, profile);

	if (status != srtp_err_status_ok)
	{
		return status;
	}

	return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->inner.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const std::uint8_t* key,
  std::size_t keyLen,
  const std::uint8_t* salt,
  std::size_t saltLen,
  const std::uint8_t* mki,
  std::size_t mkiLen)
{
	// One key without an identifier is all that the worker uses.
	if (mki != nullptr || mkiLen != 0 || keyLen + saltLen > sizeof(policy->key))
	{
		return srtp_err_status_bad_param;
	}

	std::memcpy(policy->key, key, keyLen);
	std::memcpy(policy->key + keyLen, salt, saltLen);

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->inner.allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, std::size_t size)
{
	policy->inner.window_size = static_cast<unsigned long>(size);

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return ::srtp_create(session, static_cast<const srtp2_policy_t*>(&policy->inner));
}

inline srtp_err_status_t srtp_protect(
  srtp_t session,
  const std::uint8_t* rtp,
  std::size_t rtpLen,
  std::uint8_t* srtp,
  std::size_t* srtpLen,
  std::size_t /*mkiIndex*/)
{
	return srtp_bridge::apply(
	  static_cast<srtp_bridge::InPlace>(::srtp_protect),
	  session,
	  rtp,
	  rtpLen,
	  srtp,
	  srtpLen,
	  srtp_bridge::RtpGrowth);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const std::uint8_t* srtp, std::size_t srtpLen, std::uint8_t* rtp, std::size_t* rtpLen)
{
	return srtp_bridge::apply(
	  static_cast<srtp_bridge::InPlace>(::srtp_unprotect), session, srtp, srtpLen, rtp, rtpLen, 0);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session,
  const std::uint8_t* rtcp,
  std::size_t rtcpLen,
  std::uint8_t* srtcp,
  std::size_t* srtcpLen,
  std::size_t /*mkiIndex*/)
{
	return srtp_bridge::apply(
	  static_cast<srtp_bridge::InPlace>(::srtp_protect_rtcp),
	  session,
	  rtcp,
	  rtcpLen,
	  srtcp,
	  srtcpLen,
	  // The worker has checked for the trailer alone; its buffer is far larger than any RTCP packet.
	  srtp_bridge::RtcpGrowth);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const std::uint8_t* srtcp, std::size_t srtcpLen, std::uint8_t* rtcp, std::size_t* rtcpLen)
{
	return srtp_bridge::apply(
	  static_cast<srtp_bridge::InPlace>(::srtp_unprotect_rtcp), session, srtcp, srtcpLen, rtcp, rtcpLen, 0);
}

/** @param ssrc in network byte order, in both versions. */
inline srtp_err_status_t srtp_stream_remove(srtp_t session, std::uint32_t ssrc)
{
	return srtp_remove_stream(session, ssrc);
}
