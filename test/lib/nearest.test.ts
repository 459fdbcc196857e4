import { describe, expect, test } from 'vitest'
import { nearest } from '../../src/lib/nearest.ts'

const OPERATIONS = ['getUserProfile', 'listJobs', 'createJob', 'changeJobStatus', 'GET /jobs/{jobId}', 'pets.list']

describe('nearest', () => {
  test.each([
    { given: 'getuserprofile', want: ['getUserProfile'] },
    { given: 'getUserProfle', want: ['getUserProfile'] },
    { given: 'getUesrProfile', want: ['getUserProfile'] },
    { given: 'updateJobStatus', want: ['changeJobStatus'] },
    { given: 'list_jobs', want: ['listJobs'] },
    { given: 'jobs.list', want: ['listJobs', 'pets.list'] },
    { given: 'GET /job/{id}', want: ['GET /jobs/{jobId}'] },
    { given: 'descr', want: ['description'], among: ['description', 'title'] },
    { given: 'tool', want: ['tools'], among: ['tools', 'auth'] },
    { given: 'GETJOB', want: ['getJob', 'getJobs'], among: ['getJobs', 'getJob'] },
    { given: 'zebra', want: [] },
    { given: '', want: [] },
    { given: 'a', want: [], among: ['a'] },
    { given: '__proto__', want: ['__Proto__'], among: ['__Proto__', 'x'] },
  ])('$given is near $want', ({ given, want, among }) => {
    expect(nearest(given, among ?? OPERATIONS)).toEqual(want)
  })

  test('gives no more than asked for, the same whatever the order', () => {
    const names = ['job1', 'job2', 'job3', 'job4']
    expect(nearest('job', names, 2)).toEqual(['job1', 'job2'])
    expect(nearest('job', names.toReversed(), 2)).toEqual(['job1', 'job2'])
  })
})
